import { lazily } from '../lazily.ts';
import { protobufMessages } from '../tensorflow.ts';

/** The part of google-protobuf's generated messages that is used here: setters by field name. */
export interface Message {
  [setter: `set${string}`]: (value: unknown) => void;
  getAttrMap(): { set(name: string, value: Message): void };
  serializeBinary(): Uint8Array;
}

interface MessageType {
  new (): Message;
  /** A message's type may hold those of its parts. */
  readonly [part: string]: MessageType;
}

/** TensorFlow.js's own compiled protobuf messages: no definitions of ours to keep in step with TensorFlow's. */
export const messages = lazily(protobufMessages) as Record<string, MessageType>;
