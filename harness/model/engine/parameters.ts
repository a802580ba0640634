import type { Initial } from './initial.ts';
import { engineShape, fromTorch, type Layout } from './layout.ts';
import { piecesOf } from './pieces.ts';
import { RandomStream } from './random.ts';
import { Variable } from './variable.ts';

export interface ParameterOptions {
  /** In PyTorch's order. */
  torchShape: readonly number[];
  initial: Initial;
  layout?: Layout;
  trainable?: boolean;
}

/** Makes the variables of a network or distiller, named as PyTorch names them, and keeps them in order of making. */
export class Parameters {
  /**
   * @param seed of the initial values; each parameter draws from a stream of its own, by its name
   * @param prefix before every name, such as `student.`
   * @param variables where the made ones are kept
   */
  constructor(
    readonly seed: number,
    readonly prefix = '',
    readonly variables: Variable[] = [],
  ) {}

  /** The same collection, one name deeper. */
  at(name: string | number): Parameters {
    return new Parameters(this.seed, `${this.prefix}${name}.`, this.variables);
  }

  add(name: string, { torchShape, initial, layout = 'as is', trainable = true }: ParameterOptions): Variable {
    const fullName = this.prefix + name;
    const shape = engineShape(torchShape, layout);
    const draw = () => {
      const values = initial(torchShape, new RandomStream(this.seed, `initial ${fullName}`));
      return fromTorch(values, shape, layout);
    };
    const variable = new Variable({ name: fullName, shape, layout, trainable, initial: { draw } });
    this.variables.push(variable);
    return variable;
  }

  /**
   * A table of float32, which is not trained: many rows, which steps read and replace one by one.
   * @param initial draws value by value, whatever the shape
   */
  addTable(name: string, shape: readonly number[], initial: Initial): Variable {
    const fullName = this.prefix + name;
    const { seed } = this;
    const variable = new Variable({
      name: fullName,
      shape,
      *initial() {
        const random = new RandomStream(seed, `initial ${fullName}`);
        for (const { rows } of piecesOf(shape)) yield initial([rows, ...shape.slice(1)], random);
      },
    });
    this.variables.push(variable);
    return variable;
  }

  /** A variable that is not trained, and begins with the value that another one has when it is first read. */
  addCopy(name: string, original: Variable): Variable {
    const { shape, layout } = original;
    const draw = () => original.value.dataSync() as Float32Array;
    const variable = new Variable({ name: this.prefix + name, shape, layout, initial: { draw } });
    this.variables.push(variable);
    return variable;
  }

  /** A count that the steps keep, such as batch norm's `num_batches_tracked`. */
  addCounter(name: string): Variable {
    const variable = new Variable({ name: this.prefix + name, shape: [], initial: new Int32Array(1) });
    this.variables.push(variable);
    return variable;
  }
}
