/** What a JPEG says about its image before it comes. */
export interface JpegFrame {
  width: number;
  height: number;
  /** Is it held in memory whole before it is decoded? */
  isProgressive: boolean;
}

/** Markers without a segment behind them: TEM, and RST0 to SOI (ITU T.81, B.1.1.3). */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** SOF0 to SOF15, without DHT, JPG and DAC, which stand among them. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Reads a JPEG's frame header, as libjpeg finds it; undefined where there is none. */
export function jpegFrame(file: Buffer): JpegFrame | undefined {
  for (let place = 2; place + 10 <= file.length; ) {
    const marker = file[place + 1]!;
    // Bytes that belong to nothing are passed over, as are more marks than one.
    if (file[place] !== 0xff || marker === 0xff || marker === 0) place++;
    else if (isAlone(marker)) place += 2;
    else if (isFrame(marker)) {
      const [height, width] = [file.readUInt16BE(place + 5), file.readUInt16BE(place + 7)];
      return { width, height, isProgressive: (marker & 3) === 2 };
    } else place += 2 + file.readUInt16BE(place + 2);
  }
  return undefined;
}
