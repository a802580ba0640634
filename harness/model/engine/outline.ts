import { engineShape } from './layout.ts';
import { type ParameterOptions, Parameters } from './parameters.ts';
import { Variable } from './variable.ts';

/** A variable without its values. */
export type VariableShape = Pick<Variable, 'name' | 'shape' | 'layout' | 'dtype'>;

/** Takes down what a network is made of. No value is drawn, and TensorFlow is not loaded: what it makes cannot be run. */
export class Outline extends Parameters {
  constructor(
    prefix = '',
    readonly shapes: VariableShape[] = [],
  ) {
    super(0, prefix);
  }

  override at(name: string | number): Outline {
    return new Outline(`${this.prefix}${name}.`, this.shapes);
  }

  override add(name: string, { torchShape, layout = 'as is' }: ParameterOptions): Variable {
    return this.#note({ name: this.prefix + name, shape: engineShape(torchShape, layout), layout, dtype: 'float32' });
  }

  override addCounter(name: string): Variable {
    return this.#note({ name: this.prefix + name, shape: [], layout: 'as is', dtype: 'int32' });
  }

  #note(shape: VariableShape): Variable {
    this.shapes.push(shape);
    const initial = () => {
      throw new Error(`the outline of ${shape.name} has no values`);
    };
    return new Variable({ ...shape, initial });
  }
}
