// Lets Node load .tsx: its own type stripping leaves JSX alone, so the transformer of the page's builder does both.
// A test imports `render.ts`, which imports this, and then its component by `await import(...)`. Loaded with the first .tsx.
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// The builder brings its transformer along: it is found from there, and is no dependency of its own.
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('vite'));
let transformSync;

registerHooks({
  load(url, context, nextLoad) {
    // Styles are the browser's.
    if (url.endsWith('.css')) return { format: 'module', source: '', shortCircuit: true };
    if (!url.endsWith('.tsx')) return nextLoad(url, context);
    transformSync ??= fromBuilder('rolldown/utils').transformSync;
    const path = fileURLToPath(url);
    const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), { jsx: { runtime: 'automatic' } });
    if (errors.length > 0) throw new SyntaxError(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
    return { format: 'module', source: code, shortCircuit: true };
  },
});
