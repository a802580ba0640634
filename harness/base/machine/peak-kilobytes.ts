import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has held (proc(5): VmHWM). `process.resourceUsage().maxRSS` is no less than what the process
 * that started this one held then, as Linux takes it over.
 */
export function peakKilobytes(): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
}
