import { describe, expect, it } from 'vitest';
import { mermaidText } from '../../src/index.ts';

describe('mermaidText', () => {
  it.each([
    ['payments', 'payments'],
    ['payment service (1.0), +5 s, a/b-c_d', 'payment service (1.0), +5 s, a/b-c_d'],
    ['Zürich 支付 e\u0301', 'Zürich 支付 e\u0301'],
    ['a: b', 'a#58; b'],
    ['a;b', 'a#59;b'],
    ['#quot;', '#35;quot#59;'],
    ['"a"', '#34;a#34;'],
    ['`*a*`', '#96;#42;a#42;#96;'],
    ['a->>b', 'a-#62;#62;b'],
    ['<br>', '#60;br#62;'],
    ['%%{init}%%', '#37;#37;#123;init#125;#37;#37;'],
    ['a\nend', 'a#10;end'],
    ['[*] ]]', '#91;#42;#93; #93;#93;'],
    ['$$x$$', '#36;#36;x#36;#36;'],
    ['🧵', '#129525;'],
  ])('writes %j as %j', (text, written) => {
    expect(mermaidText(text)).toBe(written);
  });
});
