export declare const vanilla: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    source: string;
};
export declare const kd: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    temperature: number;
    source: string;
};
export declare const fitnet: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "fitnet";
        layer: number;
    };
    source: string;
};
export declare const at: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "at";
    };
    source: string;
};
export declare const sp: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "sp";
    };
    source: string;
};
export declare const cc: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "cc";
        dimension: number;
    };
    source: string;
};
export declare const vid: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "vid";
        variance: number;
    };
    source: string;
};
export declare const rkd: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "rkd";
        distance: number;
        angle: number;
    };
    source: string;
};
export declare const pkt: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "pkt";
    };
    source: string;
};
export declare const ab: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "ab";
        margin: number;
        firstStage: {
            epochs: number;
        };
    };
    source: string;
};
export declare const ft: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "ft";
        rate: number;
        firstStage: {
            epochs: number;
            cifarResnetRate: number;
        };
    };
    source: string;
};
export declare const fsp: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "fsp";
        firstStage: {
            epochs: number;
        };
    };
    source: string;
};
export declare const nst: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "nst";
    };
    source: string;
};
export declare const crd: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "crd";
        dimension: number;
        negatives: number;
        temperature: number;
        momentum: number;
    };
    source: string;
};
export declare const crdWithKd: {
    name: string;
    gamma: number;
    alpha: number;
    beta: number;
    method: {
        name: "crd";
        dimension: number;
        negatives: number;
        temperature: number;
        momentum: number;
    };
    source: string;
};
