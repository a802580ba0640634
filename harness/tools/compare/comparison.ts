import type { Plan } from '../../suite/plan.ts';
import type { Selection } from '../../suite/selection.ts';
import { selectionText } from '../../suite/selection-text.ts';
import type { BothSides } from './both-sides.ts';
import { nameOf } from './cells.ts';
import type { Checkout } from './checkout.ts';
import { type History, meanHistory, theirCourse } from './histories.ts';
import { type ComparisonLevels, cellOutcome, type Judgement, judgeCells } from './judge-cells.ts';
import type { OurSide } from './our-side.ts';
import { type TeacherComparison, teacherComparisons } from './teachers-agree.ts';

export interface CellComparison {
  /** `KD on resnet20/resnet8` */
  name: string;
  distiller: string;
  teacher: string;
  student: string;
  /** After how many epochs the learning rate drops. */
  dropsAfter: readonly number[];
  outcome: 'differs' | 'undecided' | 'agrees';
  judgements: Judgement[];
  histories: { ours: History; theirs: History };
}

/** Everything that a comparison found: `compare.json`. */
export interface Comparison {
  suite: string;
  title: string;
  /** What of the suite was compared, as options. */
  selection: string;
  /** An ISO date and time. */
  date: string;
  epochs: number[];
  levels: ComparisonLevels;
  ours: OurSide['environment'];
  theirs: { code: string; pytorch: string; device: string };
  teachers: TeacherComparison[];
  cells: CellComparison[];
}

interface About {
  plan: Plan;
  selection: Selection;
  checkout: Pick<Checkout, 'code'>;
  levels: ComparisonLevels;
}

/** The results of both sides, judged. */
export function comparisonOf(sides: BothSides, { plan, selection, checkout, levels }: About): Comparison {
  const { cells, ours, theirs } = sides;
  const courses = cells.map(({ students }, index) => ({
    ours: students.map(({ id }) => ours.courses.get(id)!),
    theirs: theirs[index]!.map(theirCourse),
  }));
  const judged = judgeCells(
    courses.map(({ ours, theirs }) => ({ ours: ours.map(({ last }) => last), theirs: theirs.map(({ last }) => last) })),
    levels,
  );
  const { pytorch, device } = theirs[0]![0]!;
  return {
    suite: plan.suite.name,
    title: plan.suite.title,
    selection: selectionText(selection),
    date: new Date().toISOString(),
    epochs: [...new Set(cells.map(({ students }) => students[0]!.configuration.recipe.epochs))],
    levels,
    ours: ours.environment,
    theirs: { code: checkout.code, pytorch, device },
    teachers: teacherComparisons(sides, levels.step),
    cells: cells.map((cell, index) => ({
      name: nameOf(cell),
      distiller: cell.distiller.name,
      teacher: cell.pair.teacher,
      student: cell.pair.student,
      dropsAfter: cell.students[0]!.configuration.recipe.dropsAfter ?? [],
      outcome: cellOutcome(judged[index]!),
      judgements: judged[index]!,
      histories: { ours: meanHistory(courses[index]!.ours), theirs: meanHistory(courses[index]!.theirs) },
    })),
  };
}
