/** Facts: what a weights file says of itself. Read from its header, in the child; a file is hostile input. */
export type Facts = {
  name?: string;
  architecture: string;
  /** Sum of the elements of all tensors. */
  parameters: number;
  fileBytes: number;
  bitsPerWeight: number;
  layers?: number;
  width?: number;
  heads?: number;
  kvHeads?: number;
  feedForward?: number;
  vocabulary: number;
  trainedWindow: number;
  /** Tensors by type: `{ Q4_1: 120, F32: 61 }`. */
  tensorTypes: Record<string, number>;
  /** The file's own chat template and its SHA-256; absent in a base model. */
  template?: string;
  templateHash?: string;
  encoding: string;
  /** Who makes the ids of a text: Oriel's own encoder, proven against the library when the file was loaded, or that library. */
  encoder?: 'own' | 'library';
  begin?: number;
  addsBegin: boolean;
  endOfGeneration: number[];
  specials: { id: number; text: string }[];
  licence?: string;
};
