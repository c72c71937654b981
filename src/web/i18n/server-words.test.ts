import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeIn, reasonIn, sourceIn, tooLargeIn, weightsNoticeIn, weightsReasonIn } from './server-words.ts';

const detail = 'There is no file /tmp/none.gguf. Give the path of a GGUF file.';

test('in English the server’s own words stand alone', () => {
  assert.equal(reasonIn('en', 'not-found', detail), detail);
  assert.equal(noticeIn('en', 'unloaded', 'a was unloaded.'), 'a was unloaded.');
  assert.equal(sourceIn('en', 'package registry, by npm'), 'package registry, by npm');
});

test('in Chinese a sentence by kind comes first, the server’s words after it', () => {
  assert.equal(reasonIn('zh', 'not-found', detail), `找不到（${detail}）`);
  assert.equal(noticeIn('zh', 'unloaded', 'a was unloaded.'), '为腾出内存，卸下了最久没用的模型（a was unloaded.）');
});

test('a question that does not fit is told in Chinese with its numbers', () => {
  const said = 'This needs 20902 tokens and the window holds 8192. Shorten the message, or choose a model with a larger window.';
  const told = '太长，窗口放不下（需要 20902 个 token，窗口容得下 8192 个。请缩短这条消息，或换一个窗口更大的模型。）';
  assert.equal(reasonIn('zh', 'window-exceeded', said), told);
  assert.equal(reasonIn('en', 'window-exceeded', said), said);
});

test('a model process that was ended is told in Chinese with its signal', () => {
  const said = "The model's process ended by SIGKILL. What was answered is kept; try again.";
  assert.equal(reasonIn('zh', 'vendor-fault', said), '模型或服务出错（模型进程被 SIGKILL 终止。已写出的都保留着，请再试一次。）');
});

test('a thread that is gone is told in Chinese', () => {
  assert.equal(reasonIn('zh', 'not-found', 'There is no thread 01a2.'), '找不到（没有对话 01a2，也许已经删除）');
});

test('a source of files that cannot be reached is told in Chinese, any other notice as it is', () => {
  const said = 'hub example.org, a/b: cannot be reached (fetch failed)';
  assert.equal(weightsNoticeIn('zh', said), 'hub example.org, a/b：连接不上，换了下一个来源（fetch failed）');
  assert.equal(weightsNoticeIn('en', said), said);
  assert.equal(weightsNoticeIn('zh', 'One source was silent.'), 'One source was silent.');
});

test('without words of the server the sentence ends by itself', () => {
  assert.equal(reasonIn('zh', 'cut-off', ''), '中途断开。');
});

test('a notice of an unknown code is told in the server’s words', () => {
  assert.equal(noticeIn('zh', 'dropped-setting', 'topK'), 'topK');
});

test('the source of packages is named in Chinese with its client; a hub keeps its name', () => {
  assert.equal(sourceIn('zh', 'package registry, by python3 -m pip'), '软件包仓库（python3 -m pip）');
  assert.equal(sourceIn('zh', 'package registry'), '软件包仓库');
  assert.equal(sourceIn('zh', 'hub.example/owner'), 'hub.example/owner');
});

test('why a machine cannot hold a file is told with the server’s numbers', () => {
  assert.equal(tooLargeIn('en', 'b needs 2 GB.'), 'b needs 2 GB.');
  assert.equal(tooLargeIn('zh', 'b needs 2 GB.'), '这台机器的空间不够（b needs 2 GB.）');
});

test('why a file is not here is told by its kind in Chinese, and in the server’s words without one', () => {
  assert.equal(weightsReasonIn('zh', 'too-large', 'It needs 3 GB.'), '磁盘空间不够（It needs 3 GB.）');
  assert.equal(weightsReasonIn('en', 'too-large', 'It needs 3 GB.'), 'It needs 3 GB.');
  assert.equal(weightsReasonIn('zh', undefined, 'EIO'), 'EIO');
});
