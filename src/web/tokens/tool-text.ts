/** Tools of what stands in the field: those that are right, or what is wrong. Wrong ones are not counted. */
import { BadTools, readTools, type ToolFault } from '#domain/templates/tool-list';
import type { Tool } from '#domain/templates/tool-namespace';

export function readToolText(text: string): { tools: Tool[]; fault?: ToolFault } {
  try {
    return { tools: readTools(text) };
  } catch (error) {
    if (error instanceof BadTools) return { tools: [], fault: error.fault };
    throw error;
  }
}
