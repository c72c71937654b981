/**
 * The child process: the only one that loads llama.cpp. A crash of native code, a hostile file or a template that never
 * ends costs this process and one turn, never the server.
 */
import { openFile } from './library.ts';
import { serveCalls } from './serve-calls.ts';

serveCalls(openFile);
