/** A message as a template sees it. */
import type { Role } from '#domain/conversation/message';
import type { Owner } from '#domain/tokens/token';

export type PromptMessage = {
  /** Absent for text that is only counted. */
  id?: string;
  role: Role;
  /** What the role is called on the wire, where that is another word: `developer`, `function`. */
  wireRole?: string;
  text: string;
  /** The ids the model itself wrote, where `text` is exactly what they spell: own words keep their ids. */
  tokens?: number[];
};

const OWNERS: Record<Role, Owner> = { system: 'system', user: 'person', assistant: 'model', tool: 'tool' };

/** Who wrote the words of a message. */
export function ownerOf(message: PromptMessage): Owner {
  return OWNERS[message.role];
}
