import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What NVIDIA's driver says about its GPUs, a line each; nothing where there is none. */
export async function nvidiaSmi(fields: string): Promise<string[]> {
  const args = [`--query-gpu=${fields}`, '--format=csv,noheader,nounits'];
  const asked = promisify(execFile)('nvidia-smi', args, { timeout: 30_000 });
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  return stdout.trim().split('\n').filter(Boolean);
}
