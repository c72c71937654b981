// A reporter: a dot for each test, each failure whole, and one closing line: how many passed, failed and were skipped (with reasons).
export default async function* closingLine(source) {
  const skipped = [];
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of source) {
    const isTest = data.details?.type !== 'suite';
    if (type === 'test:pass' && data.skip !== undefined) skipped.push(`${data.name}: ${data.skip || 'no reason given'}`);
    else if (type === 'test:pass' && isTest) {
      passed++;
      yield '.';
    } else if (type === 'test:fail' && isTest) {
      failed++;
      const { error } = data.details;
      yield `\n✗ ${data.name} (${data.file ?? ''}:${data.line ?? ''})\n${error?.cause?.stack ?? error?.stack ?? error}\n`;
    } else if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
  }
  yield '\n';
  for (const line of skipped) yield `skipped ${line}\n`;
  yield `${passed} passed, ${failed} failed, ${skipped.length} skipped\n`;
}
