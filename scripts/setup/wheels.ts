import type { Build } from './device.ts';
import tensorflowCpu from './tensorflow-cpu.json' with { type: 'json' };

/** A pinned wheel of the Python Package Index, and what is wanted of it. */
export interface Wheel {
  name: string;
  version: string;
  /** Of the wheel file for Python 3.12 (where it depends on Python) on Linux x86-64. */
  sha256: string;
  /** The wheel file's size. */
  bytes: number;
  /** The size of its wanted parts on the disk. */
  unpackedBytes: number;
  /** Paths within the wheel; one that ends with `/` stands for all that is in that folder. */
  parts: readonly string[];
}

/** TensorFlow's libraries, and the headers that TensorFlow.js's binding includes, directly or not. */
const { parts } = tensorflowCpu;

/**
 * The wheels of each build. To move to another TensorFlow: `pip download` the new ones, the CUDA libraries in the
 * versions of the wheel's extra `and-cuda`, and write down what `sha256sum` and `unzip -l` say.
 */
export const wheels: Readonly<Record<Build, readonly Wheel[]>> = {
  cpu: [
    {
      // In a file of its own, which fetch-ahead.mjs reads before there is TypeScript.
      ...tensorflowCpu,
      unpackedBytes: 853_500_000,
    },
  ],
  cuda: [
    {
      name: 'tensorflow',
      version: '2.21.0',
      sha256: 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
      bytes: 572_611_111,
      unpackedBytes: 1_259_200_000,
      parts,
    },
    {
      name: 'nvidia-cudnn-cu12',
      version: '9.28.0.42',
      sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
      bytes: 716_538_495,
      unpackedBytes: 1_162_400_000,
      parts: ['nvidia/cudnn/lib/'],
    },
    {
      name: 'nvidia-cublas-cu12',
      version: '12.9.3.13',
      sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
      bytes: 581_217_458,
      unpackedBytes: 855_100_000,
      parts: ['nvidia/cublas/lib/'],
    },
    {
      name: 'nvidia-cusparse-cu12',
      version: '12.5.10.65',
      sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
      bytes: 366_465_088,
      unpackedBytes: 486_600_000,
      parts: ['nvidia/cusparse/lib/'],
    },
    {
      name: 'nvidia-nccl-cu12',
      version: '2.32.3',
      sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
      bytes: 351_526_311,
      unpackedBytes: 489_700_000,
      parts: ['nvidia/nccl/lib/'],
    },
    {
      name: 'nvidia-cusolver-cu12',
      version: '11.7.5.82',
      sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
      bytes: 338_117_415,
      unpackedBytes: 495_000_000,
      parts: ['nvidia/cusolver/lib/'],
    },
    {
      name: 'nvidia-cufft-cu12',
      version: '11.4.1.4',
      sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
      bytes: 200_877_592,
      unpackedBytes: 293_700_000,
      parts: ['nvidia/cufft/lib/'],
    },
    {
      name: 'nvidia-cuda-nvrtc-cu12',
      version: '12.9.86',
      sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
      bytes: 89_568_129,
      unpackedBytes: 227_400_000,
      parts: ['nvidia/cuda_nvrtc/lib/'],
    },
    {
      name: 'nvidia-curand-cu12',
      version: '10.3.10.19',
      sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
      bytes: 68_295_626,
      unpackedBytes: 167_000_000,
      parts: ['nvidia/curand/lib/'],
    },
    {
      // XLA compiles GPU code with its ptxas, libnvvm and libdevice.
      name: 'nvidia-cuda-nvcc-cu12',
      version: '12.9.86',
      sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
      bytes: 40_546_229,
      unpackedBytes: 98_100_000,
      parts: ['nvidia/cuda_nvcc/bin/', 'nvidia/cuda_nvcc/nvvm/'],
    },
    {
      name: 'nvidia-nvjitlink-cu12',
      version: '12.9.86',
      sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
      bytes: 39_748_338,
      unpackedBytes: 96_000_000,
      parts: ['nvidia/nvjitlink/lib/'],
    },
    {
      name: 'nvidia-cuda-cupti-cu12',
      version: '12.8.90',
      sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
      bytes: 10_248_621,
      unpackedBytes: 41_400_000,
      parts: ['nvidia/cuda_cupti/lib/'],
    },
    {
      name: 'nvidia-cuda-runtime-cu12',
      version: '12.9.79',
      sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
      bytes: 3_493_179,
      unpackedBytes: 5_400_000,
      parts: ['nvidia/cuda_runtime/lib/'],
    },
  ],
};

/** The bytes that installing these wheels takes at its peak, pip's own copy of each wheel included. */
export function spaceFor(wheels: readonly Wheel[]): number {
  const kept = wheels.reduce((sum, { bytes, unpackedBytes }) => sum + bytes + unpackedBytes, 0);
  return kept + Math.max(0, ...wheels.map(({ bytes }) => bytes));
}
