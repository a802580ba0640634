/**
 * How the authors train on CIFAR-100, students and teachers alike: the defaults of RepDistiller's train_student.py and
 * train_teacher.py.
 */
export declare const recipe: {
    epochs: number;
    batch: number;
    rate: number;
    momentum: number;
    weightDecay: number;
    dropsAfter: number[];
    dropFactor: number;
};
/** What MobileNetV2, ShuffleV1 and ShuffleV2 have different as students, in the same two files. */
export declare const lightRecipe: {
    rate: number;
};
