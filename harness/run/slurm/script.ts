import { fileURLToPath } from 'node:url';
import { runnerVariable } from '../../job/folder.ts';
import { hugePages } from '../local/huge-pages.ts';
import type { Site } from './site.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface ScriptOptions {
  /** The file with the folders of the array's jobs, a line each. */
  list: string;
  site: Pick<Site, 'setup'>;
  /** Trains the job of the folder that follows it. */
  command: readonly string[];
  environment?: NodeJS.ProcessEnv;
}

/** What each task of an array runs: the job in its own line of the list. */
export function arrayScript({ list, site, command, environment = process.env }: ScriptOptions): string {
  // A site may hand on nothing of the environment that an array was submitted in.
  const ours = Object.entries(environment).filter(([name]) => name.startsWith('REDISTILL_') && name !== runnerVariable);
  return `#!/bin/bash
# Written by Redistill.
told= out_of_time= child=
stop() { told=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null; }
# Slurm sends USR1 to this shell alone when the time is nearly over, and TERM to whatever it cancels.
trap 'out_of_time=1; stop' USR1
trap stop TERM INT

folder=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${quoted(list)})
if [ ! -d "$folder" ]; then
  echo "redistill: line $SLURM_ARRAY_TASK_ID of "${quoted(list)}" names no folder that this node can see" >&2
  exit 3
fi
rm -f "$folder/exit-code"
cd ${quoted(repository)} || exit 6

# What the submitting process was to its own jobs, it is not to these.
unset ${runnerVariable}
${ours.map(([name, value = '']) => `export ${name}=${quoted(value)}\n`).join('')}${site.setup.map((line) => `${line}\n`).join('')}
threads=\${SLURM_CPUS_PER_TASK:-1}
export TF_NUM_INTRAOP_THREADS=$threads TF_NUM_INTEROP_THREADS=$threads OMP_NUM_THREADS=$threads
export TF_FORCE_GPU_ALLOW_GROWTH=true
export GLIBC_TUNABLES=${hugePages}\${GLIBC_TUNABLES:+:$GLIBC_TUNABLES}
# Only GPUs that Slurm gave to this job are its own, but where the user insists.
if [ "\${REDISTILL_DEVICE:-}" = cpu ] || [ -z "\${SLURM_JOB_GPUS:-}" ] && [ "\${REDISTILL_DEVICE:-}" != gpu ]; then
  export CUDA_VISIBLE_DEVICES=-1
fi

code=130
if [ -z "$told" ]; then
  ${command.map(quoted).join(' ')} "$folder" 2>>"$folder/log.txt" &
  child=$!
  while :; do
    told=
    wait "$child"
    code=$?
    # A signal that is heard ends the waiting, and not yet the job.
    [ -n "$told" ] || break
  done
fi
if [ "$code" -eq 0 ]; then exit 0; fi

# For sites that keep no accounts of how jobs end.
echo "$code" >"$folder/exit-code"
# 130 comes after a checkpoint, so that each stretch of time gets the job on.
if [ -n "$out_of_time" ] && [ "$code" -eq 130 ] && scontrol requeue "$SLURM_JOB_ID"; then
  # Slurm ends this script in a moment.
  sleep 60
fi
exit "$code"
`;
}

/** A word of shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
