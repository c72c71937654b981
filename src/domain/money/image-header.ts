/**
 * How wide and high an image is, by the first bytes of its file: PNG, JPEG, GIF, WebP and BMP. Reads no picture, and takes its bytes for
 * hostile. Knows no files and no models.
 */
export type PixelSize = { width: number; height: number };

/** So many bytes of a file are always enough, but for a JPEG with larger notes before its picture. */
export const HEADER_BYTES = 1 << 18;

/** Undefined where the bytes are no image of these kinds, or end before they say its size. */
export function pixelSizeOf(bytes: Uint8Array): PixelSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = sizeIn(view);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // It ends too early.
    throw error;
  }
}

function sizeIn(view: DataView): PixelSize | undefined {
  if (spells(view, 1, 'PNG\r\n\x1a\n')) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (spells(view, 0, 'GIF8')) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (spells(view, 0, 'RIFF') && spells(view, 8, 'WEBP')) return webpSize(view);
  if (spells(view, 0, 'BM')) return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  return view.byteLength > 2 && view.getUint16(0) === 0xffd8 ? jpegSize(view) : undefined;
}

/** Three forms: with losses (a key frame of VP8), without, and with more than a picture in it. */
function webpSize(view: DataView): PixelSize | undefined {
  if (spells(view, 12, 'VP8 ')) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (spells(view, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return spells(view, 12, 'VP8X') ? { width: three(24), height: three(27) } : undefined;
}

/** Walks from segment to segment to the first that begins a frame: C0 to CF but for C4, C8 and CC, which are tables. */
function jpegSize(view: DataView): PixelSize | undefined {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at++;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else {
      const length = view.getUint16(at + 2);
      if (length < 2) return undefined;
      at += 2 + length;
    }
  }
}

function spells(view: DataView, at: number, letters: string): boolean {
  if (view.byteLength < at + letters.length) return false;
  for (let index = 0; index < letters.length; index++) if (view.getUint8(at + index) !== letters.charCodeAt(index)) return false;
  return true;
}
