import { styleText } from 'node:util';

type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

/**
 * Text in a colour, where the stream is a terminal; as it is elsewhere, and where NO_COLOR is set. FORCE_COLOR colours
 * pipes too.
 */
export function coloured(colour: Colour, text: string, stream: NodeJS.WritableStream): string {
  return styleText(colour, text, { stream });
}
