/**
 * A request of another dialect in the form of chat requests, so that it can be read as one: OpenAI's Responses (`input`),
 * Gemini's `contents`, and Anthropic's parts that call tools and answer them. What is none of these comes back as it is.
 * Reads whatever it is given as hostile; refuses nothing, that is for whoever reads messages.
 */

type Given = Record<string, unknown>;

/** @param value a list of messages, or a request */
export function inChatForm(value: unknown): unknown {
  if (Array.isArray(value)) return { messages: value.flatMap(messagesOf) };
  if (!isObject(value)) return value;
  if (Array.isArray(value.messages)) return { ...value, messages: value.messages.flatMap(messagesOf) };
  if (typeof value.input === 'string' || Array.isArray(value.input)) return ofResponses(value);
  if (Array.isArray(value.contents)) return ofGemini(value);
  return value;
}

/** Items of OpenAI's Responses: messages, calls of tools and what those gave. */
function ofResponses({ input, ...rest }: Given): Given {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : (input as unknown[]);
  const said = items.filter((item) => !(isObject(item) && item.type === 'reasoning'));
  return { ...rest, messages: said.flatMap(messagesOf), ...(said.length < items.length && { 'items of reasoning': true }) };
}

/** Its settings have no effect on the prompt's count. */
function ofGemini({
  contents,
  systemInstruction,
  system_instruction,
  generationConfig: _,
  safetySettings: __,
  ...rest
}: Given): Given {
  const system = systemInstruction ?? system_instruction;
  const { tools } = rest;
  return {
    ...rest,
    ...(isObject(system) && { system: system.parts }),
    ...(Array.isArray(tools) && {
      tools: tools.flatMap((tool) => (isObject(tool) ? (tool.functionDeclarations ?? tool) : tool)),
    }),
    messages: (contents as unknown[]).flatMap((content) =>
      isObject(content) ? messagesOf({ role: 'user', ...content, content: content.parts, parts: undefined }) : [content],
    ),
  };
}

/** A message whose parts call tools has its calls; what tools gave is a message of its own before the rest. */
function messagesOf(message: unknown): unknown[] {
  if (!isObject(message)) return [message];
  if (message.type === 'function_call') return [{ role: 'assistant', tool_calls: [message] }];
  if (message.type === 'function_call_output') return [{ role: 'tool', content: message.output }];
  const { content } = message;
  if (!Array.isArray(content)) return [message];
  const calls = content.flatMap(callOf);
  const given = content.flatMap(givenOf);
  const words = content.filter((part) => callOf(part).length + givenOf(part).length === 0);
  const rest = words.filter((part) => !isThought(part)).map(imageOf);
  const said = {
    ...message,
    content: rest,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(rest.length < words.length && { thinking: true }),
  };
  return [...given, ...(words.length > 0 || calls.length > 0 || given.length === 0 ? [said] : [])];
}

/** Anthropic's and Gemini's. */
function callOf(part: unknown): Given[] {
  if (!isObject(part)) return [];
  if (part.type === 'tool_use') return [{ name: part.name, arguments: part.input ?? {} }];
  return isObject(part.functionCall) ? [{ name: part.functionCall.name, arguments: part.functionCall.args ?? {} }] : [];
}

function givenOf(part: unknown): Given[] {
  if (!isObject(part)) return [];
  if (part.type === 'tool_result') return [{ role: 'tool', content: part.content }];
  return isObject(part.functionResponse) ? [{ role: 'tool', content: JSON.stringify(part.functionResponse.response ?? {}) }] : [];
}

/** Anthropic's; which of them a model is charged for again is not ours to guess. */
const isThought = (part: unknown): boolean => isObject(part) && (part.type === 'thinking' || part.type === 'redacted_thinking');

function imageOf(part: unknown): unknown {
  return isObject(part) && isObject(part.inlineData) ? { type: 'image', source: part.inlineData } : part;
}

function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
