/**
 * For GLIBC_TUNABLES: what a process allocates at once and is large, it asks the kernel to keep in huge pages, so that rows
 * gathered from all over a memory bank are found as fast in a large bank as in a small one. A kernel or a C library that has
 * none goes on without (transparent_hugepage/enabled says `never`; glibc before 2.35).
 */
export const hugePages = 'glibc.malloc.hugetlb=1';
