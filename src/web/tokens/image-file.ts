/** The size of an image in a file: its first bytes are read in the page, and nothing is sent. */
import { HEADER_BYTES, type PixelSize, pixelSizeOf } from '#domain/money/image-header';

/** `size` is absent where the file is no image of a known kind. */
export async function readImageFile(file: File): Promise<{ name: string; size?: PixelSize }> {
  const size = pixelSizeOf(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  return { name: file.name, ...(size && { size }) };
}
