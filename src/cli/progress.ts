/** One line of progress of a file that is being fetched. */
export type Fetching = {
  model: string;
  bytes?: number | undefined;
  received?: number | undefined;
  bytesPerSecond?: number | undefined;
  secondsLeft?: number | undefined;
  source?: string | undefined;
  phase?: string | undefined;
};

export function fetchingLine({ model, bytes, received = 0, bytesPerSecond, secondsLeft, source, phase }: Fetching): string {
  const share = bytes ? Math.min(1, received / bytes) : 0;
  const filled = Math.round(share * BAR);
  return [
    `${model} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor(share * 100)} %`,
    bytes ? `${megabytes(received)} of ${megabytes(bytes)}` : megabytes(received),
    ...(phase !== undefined && phase !== 'fetching' ? [phase] : []),
    ...(bytesPerSecond ? [`${megabytes(bytesPerSecond)}/s`] : []),
    ...(secondsLeft !== undefined ? [`${Math.ceil(secondsLeft)} s left`] : []),
    ...(source ? [source] : []),
  ].join(' · ');
}

const BAR = 20;

/** Decimal megabytes, as file sizes are given in the weights table. */
export function megabytes(bytes: number): string {
  return bytes < 10e6
    ? `${(bytes / 1e6).toFixed(1)} MB`
    : bytes < 1e9
      ? `${Math.round(bytes / 1e6)} MB`
      : `${(bytes / 1e9).toFixed(2)} GB`;
}
