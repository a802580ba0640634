import { createLearner, stepName } from './harness/train/learner.ts';
import { createProgram } from './harness/engine/program.ts';
import { NegativeSampler } from './harness/data/negatives.ts';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
const images = Number(process.argv[2]); const batch = Number(process.argv[3] ?? 64); const negatives = Number(process.argv[4] ?? 16384);
const mem = (what: string) => { const s = readFileSync('/proc/self/status','utf8'); console.log(what.padEnd(20), 'peak', Math.round(Number(/VmHWM:\s+(\d+)/.exec(s)![1])/1024), 'now', Math.round(Number(/VmRSS:\s+(\d+)/.exec(s)![1])/1024), 'MiB'); };
const learner = createLearner({ student: 'resnet8', teacher: 'resnet8', distiller: { gamma:1, alpha:0, beta:.8, temperature: 4, method: { name:'crd', dimension:128, negatives, temperature:.07, momentum:.5 } as never }, recipe: { momentum:.9, weightDecay:5e-4 }, classes: 100, imageShape:[32,32,3], images, seed: 1 });
mem('learner');
let t = performance.now();
const program = await createProgram(learner.state, { ...learner.trainingSteps(batch) }, 'replay', { constants: learner.teacher });
console.log('program', ((performance.now()-t)/1000).toFixed(1), 's'); mem('program');
const labels = Int32Array.from({length: images}, (_, i) => i % 1000);
const sampler = new NegativeSampler(labels, 1000, negatives);
const width = learner.networks.teacher!.features.at(-1)!.channels;
const times: number[] = [];
for (let step=0; step<8; step++) {
  const places = Int32Array.from({length: batch}, (_, i) => (i*7919+step*104729)%images);
  const contrast = sampler.draw(1, step, places);
  t = performance.now();
  const { loss } = program.run(stepName.train(batch), { images: Float32Array.from({length: batch*3072}, (_, i)=>((i*37)%101)/50-1), labels: places.map(p=>p%100), rate: Float32Array.of(.05), indices: places, contrast, teacherLogits: new Float32Array(batch*100), teacherPooled: Float32Array.from({length: batch*width}, (_, i)=>((i*13)%17)/17) });
  times.push(performance.now()-t); if (step===7) console.log('loss', loss![0]);
}
console.log('steps', times.map(t=>t.toFixed(0)).join(' ')); mem('steps');
const h = createHash('sha256');
const bank = learner.state.find(v => v.name.endsWith('memory_v1'))!;
t = performance.now();
for (const v of learner.state.filter(v=>v.isTable)) { const {piecesOf} = await import('./harness/engine/pieces.ts'); for (const p of piecesOf(v.shape)) h.update(program.readRows(v, p)); }
for (const [,v] of program.read(learner.state.filter(v=>!v.isTable))) h.update(v);
console.log('read', ((performance.now()-t)/1000).toFixed(1), 's', h.digest('hex')); mem('read');
