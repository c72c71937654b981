/**
 * The tool of OpenAI's cookbook ("How to count tokens with tiktoken"), whose calls were metered: what tests count, and what the page
 * offers as an example.
 */
import type { Tool } from './tool-namespace.ts';

export const WEATHER_TOOL: Tool = {
  name: 'get_current_weather',
  description: 'Get the current weather in a given location',
  parameters: {
    type: 'object',
    properties: {
      location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' },
      unit: { type: 'string', description: 'The unit of temperature to return', enum: ['celsius', 'fahrenheit'] },
    },
    required: ['location'],
  },
};
