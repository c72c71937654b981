/**
 * Components of the page drawn by themselves as static markup, in either language, and the values that they are drawn
 * from. No browser: what happens after the first drawing is the browser tests' business.
 */
import './tsx.mjs';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { createElement, type FunctionComponent, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Turn } from '#domain/conversation/turn';
import type { Owner, RowToken } from '#domain/tokens/token';
import { toHex } from '#domain/tokens/token';
import type { WireModel, WireWeights } from '#wire/model';
import { queryClient } from '../src/web/api/queries.ts';
import type { Chat } from '../src/web/chat/chat-context.ts';
import { en } from '../src/web/i18n/en.ts';
import type { Language } from '../src/web/i18n/format.ts';
import { zh } from '../src/web/i18n/zh.ts';

const { LanguageContext, createWords } = await import('../src/web/i18n/language.tsx');
const { ChatContext } = await import('../src/web/chat/chat-context.ts');

/** The words of each language, as components get them. */
export const words = {
  en: createWords({ language: 'en', messages: en }),
  zh: createWords({ language: 'zh', messages: zh }),
};

/** What the one route shows: an element of the test. */
let shown: ReactNode;
const router = createRouter({ routeTree: createRootRoute({ component: () => shown }), history: createMemoryHistory() });
await router.load();

/** A component's markup in a language, with a chat around it. Nothing is asked of a server: `queryClient` has what was put in. */
export function draw<Props extends object>(
  language: Language,
  component: FunctionComponent<Props>,
  props: Props,
  inside: Chat = chat(),
): string {
  const inChat = createElement(ChatContext.Provider, { value: inside }, createElement(component, props));
  const inWords = createElement(LanguageContext.Provider, { value: words[language] }, inChat);
  shown = createElement(QueryClientProvider, { client: queryClient }, inWords);
  return renderToStaticMarkup(createElement(RouterProvider, { router }));
}

const SIGNS: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&amp;': '&' };

/** What a person reads of a markup: its texts, one space between elements. */
export function read(markup: string): string {
  const texts = markup.replace(/<[^>]*>/g, ' ').replace(/&(?:lt|gt|quot|#x27|amp);/g, (sign) => SIGNS[sign] ?? sign);
  return texts.replace(/\s+/g, ' ').trim();
}

/** The texts of all elements of a kind, in order. */
export function readAll(markup: string, tag: string): string[] {
  return [...markup.matchAll(new RegExp(`<${tag}(?: [^>]*)?>(.*?)</${tag}>`, 'gs'))].map((match) => read(match[1] ?? ''));
}

/** The values of an attribute, in order. */
export function attributes(markup: string, name: string): string[] {
  return [...markup.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');
}

/** SHA-256 of nothing, as the snapshot of the sample model. */
export const HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export const model = (name: string, change: Partial<WireModel> = {}): WireModel => ({
  vendor: 'local',
  model: name,
  isReady: true,
  state: 'ready',
  modes: ['chat'],
  defaults: {},
  ...change,
});

export const small = model('small', { snapshot: HASH, bytes: 98_362_432, languages: ['en'], window: 8192 });

export const weights = (change: Partial<WireWeights> = {}): WireWeights => ({
  id: 'large',
  model: 'large',
  file: 'large.gguf',
  licence: 'apache-2.0',
  state: 'absent',
  bytes: 1_100_000_000,
  ...change,
});

export const turn = (change: Partial<Turn> = {}): Turn => ({
  turn: 't1',
  thread: 'h1',
  message: 'a1',
  at: Date.UTC(2026, 10, 26, 12),
  asked: { vendor: 'local', model: 'default' },
  mode: 'chat',
  settings: {},
  window: { limit: 8192, used: 42, reserve: 512, left: [] },
  status: 'ended',
  reason: 'end',
  parts: [{ kind: 'text', text: 'Endless', tokens: [], isEnded: true }],
  notices: [],
  ...change,
});

/** A turn with everything that a line and a receipt can tell. */
export const toldTurn = turn({
  answeredBy: { vendor: 'local', snapshot: HASH },
  usage: { kinds: { inputUncached: 12, cacheRead: 30, outputText: 21 }, raw: {} },
  timing: { firstTokenMs: 410, totalMs: 2410 },
  cost: { kind: 'local' },
});

type Change = { view?: Partial<Chat['view']>; actions?: Partial<Chat['actions']>; models?: WireModel[]; model?: string };

export function chat(change: Change = {}): Chat {
  return {
    view: { id: 'h1', state: 'ready', path: [], turns: new Map(), ...change.view },
    actions: change.actions as Chat['actions'],
    models: { models: change.models ?? [model('default', { aliasOf: 'local/small' }), small], default: 'local/default' },
    model: change.model ?? 'local/default',
    lookInside: () => {},
  };
}

/** A token of a row by its text. */
export const token = (text: string, owner: Owner | Owner[], change: Partial<RowToken> = {}): RowToken => ({
  bytes: toHex(new TextEncoder().encode(text)),
  owner,
  ...change,
});
