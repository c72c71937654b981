/** The Tokens page, where this build has it: loaded when it is opened. */
import type { ComponentType } from 'react';

const pages = import.meta.glob<{ default: ComponentType }>('../tokens/tokens-page.tsx');

export const tokensPage: (() => Promise<{ default: ComponentType }>) | undefined = Object.values(pages)[0];
