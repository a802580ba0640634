/** A suite as it is written down: what has a default may be left out. */
export type SuiteDeclaration = {
    name: string;
    title: string;
    description: string;
    dataset: {
        name: "cifar100";
        archive?: string | undefined;
    } | {
        name: "imagenet";
        classes?: number | undefined;
        training?: number | undefined;
        test?: number | undefined;
        size?: number | undefined;
        list?: string | undefined;
    } | {
        name: "nyu-depth";
        archive?: string | undefined;
        size: 32 | 80 | 160;
        classes?: number | undefined;
    } | {
        name: "digits";
        training: number;
        test: number;
    } | {
        name: "pairs";
        training: number;
        test: number;
    } | {
        name: "stl10";
        archive?: string | undefined;
        size: 32 | 48 | 96;
        part?: "labelled" | "unlabelled" | undefined;
    } | {
        name: "tiny-imagenet";
        archive?: string | undefined;
        size: 32 | 64;
    };
    teacherDataset?: {
        name: "cifar100";
        archive?: string | undefined;
    } | {
        name: "imagenet";
        classes?: number | undefined;
        training?: number | undefined;
        test?: number | undefined;
        size?: number | undefined;
        list?: string | undefined;
    } | {
        name: "nyu-depth";
        archive?: string | undefined;
        size: 32 | 80 | 160;
        classes?: number | undefined;
    } | {
        name: "digits";
        training: number;
        test: number;
    } | {
        name: "pairs";
        training: number;
        test: number;
    } | {
        name: "stl10";
        archive?: string | undefined;
        size: 32 | 48 | 96;
        part?: "labelled" | "unlabelled" | undefined;
    } | {
        name: "tiny-imagenet";
        archive?: string | undefined;
        size: 32 | 64;
    } | undefined;
    views?: {
        teacher?: "chrominance" | "depth" | "lower" | "luminance" | "upper" | undefined;
        student?: "chrominance" | "depth" | "lower" | "luminance" | "upper" | undefined;
    } | undefined;
    recipe: {
        epochs: number;
        batch: number;
        rate: number;
        momentum: number;
        nesterov?: true | undefined;
        weightDecay: number;
        dropsAfter?: number[] | undefined;
        dropFactor?: number | undefined;
        schedule?: "cosine" | undefined;
        warmUp?: number | undefined;
        dot?: {
            delta: number;
        } | undefined;
        parameterGroups?: {
            of: string;
            rateFactor: number;
            weightDecay?: number | undefined;
        }[] | undefined;
    };
    teacherRecipe?: {
        epochs: number;
        batch: number;
        rate: number;
        momentum: number;
        nesterov?: true | undefined;
        weightDecay: number;
        dropsAfter?: number[] | undefined;
        dropFactor?: number | undefined;
        schedule?: "cosine" | undefined;
        warmUp?: number | undefined;
        dot?: {
            delta: number;
        } | undefined;
        parameterGroups?: {
            of: string;
            rateFactor: number;
            weightDecay?: number | undefined;
        }[] | undefined;
    } | undefined;
    tables: {
        name: string;
        title?: string | undefined;
        metric?: "mean IoU" | "pixel accuracy" | "top-1 accuracy" | "top-1 error" | "top-5 accuracy" | "top-5 error" | undefined;
        side?: "student" | "teacher" | undefined;
        pairs: {
            teacher: "CNN5" | "MobileNetV2" | "ResNet18" | "ResNet34" | "ResNet50" | "ShuffleV1" | "ShuffleV2" | "resnet110" | "resnet14" | "resnet20" | "resnet32" | "resnet32x4" | "resnet44" | "resnet56" | "resnet8" | "resnet8x4" | "vgg11" | "vgg13" | "vgg16" | "vgg19" | "vgg8" | "wrn_16_1" | "wrn_16_2" | "wrn_40_1" | "wrn_40_2";
            student: "CNN5" | "MobileNetV2" | "ResNet18" | "ResNet34" | "ResNet50" | "ShuffleV1" | "ShuffleV2" | "resnet110" | "resnet14" | "resnet20" | "resnet32" | "resnet32x4" | "resnet44" | "resnet56" | "resnet8" | "resnet8x4" | "vgg11" | "vgg13" | "vgg16" | "vgg19" | "vgg8" | "wrn_16_1" | "wrn_16_2" | "wrn_40_1" | "wrn_40_2";
            teachers?: number | undefined;
            assistant?: {
                pair: string;
                distiller: string;
                trial?: number | undefined;
            } | undefined;
            mutual?: true | undefined;
            recipe?: {
                epochs?: number | undefined;
                batch?: number | undefined;
                rate?: number | undefined;
                momentum?: number | undefined;
                nesterov?: true | undefined;
                weightDecay?: number | undefined;
                dropsAfter?: number[] | undefined;
                dropFactor?: number | undefined;
                schedule?: "cosine" | undefined;
                warmUp?: number | undefined;
                dot?: {
                    delta: number;
                } | undefined;
                parameterGroups?: {
                    of: string;
                    rateFactor: number;
                    weightDecay?: number | undefined;
                }[] | undefined;
            } | undefined;
        }[];
        targets?: ({
            name: string;
            title: string;
            dataset: {
                name: "cifar100";
                archive?: string | undefined;
            } | {
                name: "imagenet";
                classes?: number | undefined;
                training?: number | undefined;
                test?: number | undefined;
                size?: number | undefined;
                list?: string | undefined;
            } | {
                name: "nyu-depth";
                archive?: string | undefined;
                size: 32 | 80 | 160;
                classes?: number | undefined;
            } | {
                name: "digits";
                training: number;
                test: number;
            } | {
                name: "pairs";
                training: number;
                test: number;
            } | {
                name: "stl10";
                archive?: string | undefined;
                size: 32 | 48 | 96;
                part?: "labelled" | "unlabelled" | undefined;
            } | {
                name: "tiny-imagenet";
                archive?: string | undefined;
                size: 32 | 64;
            };
            how: "linear probe";
            C?: number | undefined;
        } | {
            name: string;
            title: string;
            dataset: {
                name: "cifar100";
                archive?: string | undefined;
            } | {
                name: "imagenet";
                classes?: number | undefined;
                training?: number | undefined;
                test?: number | undefined;
                size?: number | undefined;
                list?: string | undefined;
            } | {
                name: "nyu-depth";
                archive?: string | undefined;
                size: 32 | 80 | 160;
                classes?: number | undefined;
            } | {
                name: "digits";
                training: number;
                test: number;
            } | {
                name: "pairs";
                training: number;
                test: number;
            } | {
                name: "stl10";
                archive?: string | undefined;
                size: 32 | 48 | 96;
                part?: "labelled" | "unlabelled" | undefined;
            } | {
                name: "tiny-imagenet";
                archive?: string | undefined;
                size: 32 | 64;
            };
            how: "fine-tuning" | "segmentation";
            recipe: {
                epochs: number;
                batch: number;
                rate: number;
                momentum: number;
                nesterov?: true | undefined;
                weightDecay: number;
                dropsAfter?: number[] | undefined;
                dropFactor?: number | undefined;
                schedule?: "cosine" | undefined;
                warmUp?: number | undefined;
                dot?: {
                    delta: number;
                } | undefined;
                parameterGroups?: {
                    of: string;
                    rateFactor: number;
                    weightDecay?: number | undefined;
                }[] | undefined;
            };
        })[] | undefined;
        distillers?: string[] | undefined;
        against?: "negatives" | "teachers" | "temperature" | undefined;
        trials: number;
    }[];
    distillers: {
        name: string;
        gamma: number;
        alpha: number;
        beta: number;
        temperature?: number | undefined;
        method?: ({
            name: "rld";
            confidence?: number | undefined;
            correlation?: number | undefined;
            temperature?: number | undefined;
            confidenceTemperature?: number | undefined;
        } | {
            name: "dkd";
            target?: number | undefined;
            nonTarget?: number | undefined;
            temperature?: number | undefined;
            normalisesTwice?: true | undefined;
        } | {
            name: "crd";
            dimension?: number | undefined;
            negatives?: number | undefined;
            temperature?: number | undefined;
            momentum?: number | undefined;
            objective?: "infonce" | undefined;
            excludes?: "image" | undefined;
        } | {
            name: "fitnet";
            layer?: number | undefined;
        } | {
            name: "nkd";
            nonTarget?: number | undefined;
            temperature?: number | undefined;
        } | {
            name: "nst";
        } | {
            name: "pkt";
        } | {
            name: "reviewkd";
        } | {
            name: "sp";
        } | {
            name: "wsld";
            temperature?: number | undefined;
        } | {
            name: "ab";
            margin?: number | undefined;
            firstStage?: {
                epochs?: number | undefined;
            } | undefined;
        } | {
            name: "at";
        } | {
            size?: number | undefined;
            normalised?: boolean | undefined;
            binary?: true | undefined;
            only?: {
                which: "bottom" | "top";
                classes: number;
            } | undefined;
            name: "catkd";
        } | {
            name: "cc";
            dimension?: number | undefined;
        } | {
            name: "ctkd";
            lowest?: number | undefined;
            span?: number | undefined;
            factor?: number | undefined;
            schedule?: {
                shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                epochs: number;
            } | undefined;
            base?: {
                name: "dkd";
                target?: number | undefined;
                nonTarget?: number | undefined;
                normalisesTwice?: true | undefined;
            } | undefined;
            standardised?: true | undefined;
        } | {
            name: "dist";
            inter?: number | undefined;
            intra?: number | undefined;
            temperature?: number | undefined;
        } | {
            name: "fsp";
            firstStage?: {
                epochs?: number | undefined;
            } | undefined;
        } | {
            name: "ft";
            rate?: number | undefined;
            firstStage?: {
                epochs?: number | undefined;
                cifarResnetRate?: number | undefined;
            } | undefined;
        } | {
            name: "ickd";
        } | {
            name: "itrd";
            correlation?: number | undefined;
            mutual?: number | undefined;
            order?: number | undefined;
        } | {
            name: "logit-standardisation";
            of?: {
                name: "rld";
                confidence?: number | undefined;
                correlation?: number | undefined;
                temperature?: number | undefined;
                confidenceTemperature?: number | undefined;
            } | {
                name: "dkd";
                target?: number | undefined;
                nonTarget?: number | undefined;
                temperature?: number | undefined;
                normalisesTwice?: true | undefined;
            } | {
                name: "kd";
                temperature?: number | undefined;
            } | undefined;
        } | {
            name: "mgd";
            masked?: number | undefined;
        } | {
            name: "mlkd";
            temperature?: number | undefined;
            weight?: number | undefined;
            crossEntropy?: number | undefined;
            form?: "as written" | undefined;
            standardised?: true | undefined;
        } | {
            name: "nd";
        } | {
            name: "norm";
            repeats?: number | undefined;
            scale?: number | undefined;
            kd?: number | undefined;
            temperature?: number | undefined;
            schedule?: {
                shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                epochs: number;
            } | undefined;
        } | {
            name: "ofd";
        } | {
            name: "rkd";
            distance?: number | undefined;
            angle?: number | undefined;
        } | {
            name: "sdd";
            finest?: 2 | 4 | undefined;
            of?: {
                name: "kd";
                temperature?: number | undefined;
            } | {
                name: "nkd over all classes";
                all?: number | undefined;
                temperature?: number | undefined;
            } | {
                name: "dkd";
                target?: number | undefined;
                nonTarget?: number | undefined;
                temperature?: number | undefined;
            } | undefined;
        } | {
            name: "semckd";
            batch?: number | undefined;
            temperature?: number | undefined;
        } | {
            name: "simkd";
            factor?: number | undefined;
        } | {
            name: "srrl";
            after?: "pooling" | undefined;
            regression?: number | undefined;
        } | {
            name: "ttm";
            exponent?: number | undefined;
        } | {
            name: "vid";
            variance?: number | undefined;
        } | {
            name: "wttm";
            exponent?: number | undefined;
        } | {
            name: "combined";
            of: {
                weight: number;
                method: {
                    name: "rld";
                    confidence?: number | undefined;
                    correlation?: number | undefined;
                    temperature?: number | undefined;
                    confidenceTemperature?: number | undefined;
                } | {
                    name: "dkd";
                    target?: number | undefined;
                    nonTarget?: number | undefined;
                    temperature?: number | undefined;
                    normalisesTwice?: true | undefined;
                } | {
                    name: "crd";
                    dimension?: number | undefined;
                    negatives?: number | undefined;
                    temperature?: number | undefined;
                    momentum?: number | undefined;
                    objective?: "infonce" | undefined;
                    excludes?: "image" | undefined;
                } | {
                    name: "fitnet";
                    layer?: number | undefined;
                } | {
                    name: "nkd";
                    nonTarget?: number | undefined;
                    temperature?: number | undefined;
                } | {
                    name: "nst";
                } | {
                    name: "pkt";
                } | {
                    name: "reviewkd";
                } | {
                    name: "sp";
                } | {
                    name: "wsld";
                    temperature?: number | undefined;
                } | {
                    name: "ab";
                    margin?: number | undefined;
                    firstStage?: {
                        epochs?: number | undefined;
                    } | undefined;
                } | {
                    name: "at";
                } | {
                    size?: number | undefined;
                    normalised?: boolean | undefined;
                    binary?: true | undefined;
                    only?: {
                        which: "bottom" | "top";
                        classes: number;
                    } | undefined;
                    name: "catkd";
                } | {
                    name: "cc";
                    dimension?: number | undefined;
                } | {
                    name: "ctkd";
                    lowest?: number | undefined;
                    span?: number | undefined;
                    factor?: number | undefined;
                    schedule?: {
                        shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                        epochs: number;
                    } | undefined;
                    base?: {
                        name: "dkd";
                        target?: number | undefined;
                        nonTarget?: number | undefined;
                        normalisesTwice?: true | undefined;
                    } | undefined;
                    standardised?: true | undefined;
                } | {
                    name: "dist";
                    inter?: number | undefined;
                    intra?: number | undefined;
                    temperature?: number | undefined;
                } | {
                    name: "fsp";
                    firstStage?: {
                        epochs?: number | undefined;
                    } | undefined;
                } | {
                    name: "ft";
                    rate?: number | undefined;
                    firstStage?: {
                        epochs?: number | undefined;
                        cifarResnetRate?: number | undefined;
                    } | undefined;
                } | {
                    name: "ickd";
                } | {
                    name: "itrd";
                    correlation?: number | undefined;
                    mutual?: number | undefined;
                    order?: number | undefined;
                } | {
                    name: "logit-standardisation";
                    of?: {
                        name: "rld";
                        confidence?: number | undefined;
                        correlation?: number | undefined;
                        temperature?: number | undefined;
                        confidenceTemperature?: number | undefined;
                    } | {
                        name: "dkd";
                        target?: number | undefined;
                        nonTarget?: number | undefined;
                        temperature?: number | undefined;
                        normalisesTwice?: true | undefined;
                    } | {
                        name: "kd";
                        temperature?: number | undefined;
                    } | undefined;
                } | {
                    name: "mgd";
                    masked?: number | undefined;
                } | {
                    name: "mlkd";
                    temperature?: number | undefined;
                    weight?: number | undefined;
                    crossEntropy?: number | undefined;
                    form?: "as written" | undefined;
                    standardised?: true | undefined;
                } | {
                    name: "nd";
                } | {
                    name: "norm";
                    repeats?: number | undefined;
                    scale?: number | undefined;
                    kd?: number | undefined;
                    temperature?: number | undefined;
                    schedule?: {
                        shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                        epochs: number;
                    } | undefined;
                } | {
                    name: "ofd";
                } | {
                    name: "rkd";
                    distance?: number | undefined;
                    angle?: number | undefined;
                } | {
                    name: "sdd";
                    finest?: 2 | 4 | undefined;
                    of?: {
                        name: "kd";
                        temperature?: number | undefined;
                    } | {
                        name: "nkd over all classes";
                        all?: number | undefined;
                        temperature?: number | undefined;
                    } | {
                        name: "dkd";
                        target?: number | undefined;
                        nonTarget?: number | undefined;
                        temperature?: number | undefined;
                    } | undefined;
                } | {
                    name: "semckd";
                    batch?: number | undefined;
                    temperature?: number | undefined;
                } | {
                    name: "simkd";
                    factor?: number | undefined;
                } | {
                    name: "srrl";
                    after?: "pooling" | undefined;
                    regression?: number | undefined;
                } | {
                    name: "ttm";
                    exponent?: number | undefined;
                } | {
                    name: "vid";
                    variance?: number | undefined;
                } | {
                    name: "wttm";
                    exponent?: number | undefined;
                };
            }[];
        } | {
            name: "local-crd";
            dimension?: number | undefined;
            temperature?: number | undefined;
        }) | undefined;
        schedules?: {
            gamma?: {
                shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                epochs: number;
            } | undefined;
            alpha?: {
                shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                epochs: number;
            } | undefined;
            beta?: {
                shape: "cosine decay" | "cosine warm-up" | "linear decay" | "linear warm-up" | "steps up and down";
                epochs: number;
            } | undefined;
        } | undefined;
        source: string;
        trials?: number | undefined;
        byPair?: {
            settings: Record<string, {
                gamma?: number | undefined;
                alpha?: number | undefined;
                beta?: number | undefined;
                temperature?: number | undefined;
                method?: Record<string, unknown> | undefined;
            }>;
            source: string;
        } | undefined;
    }[];
    defaultDistillers?: string[] | undefined;
    groups?: Record<string, string[]> | undefined;
    baseline?: string | undefined;
    threads?: number | undefined;
};
