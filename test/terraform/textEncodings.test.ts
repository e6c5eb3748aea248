import assert from 'node:assert/strict';
import { decodeWithCodec, encodeWithCodec } from '../../server/hcl/functions/encoding/textCodec';
import { TEXT_ENCODINGS } from '../../server/hcl/functions/encoding/textEncodings';
import { callOutcomes } from '../support/terraform/callOutcomes';
import { judges } from '../support/terraform/judgedBy';
import { skipWithout } from '../support/skipWithout';

const BYTES = Array.from({ length: 256 }, (_, byte) => Buffer.of(byte).toString('base64'));
const ENCODINGS = TEXT_ENCODINGS.filter(({ codec }) => !codec?.startsWith('utf-'));

for (const program of judges) {
  describe(`encodings of text, compared with ${program}`, () => {
    let decoded: (string | null)[][] = [];

    before(async function () {
      skipWithout(this, program);
      const outcomes = await callOutcomes(
        ENCODINGS.map(({ name }) => `[for b in ${JSON.stringify(BYTES)} : try(textdecodebase64(b, "${name}"), null)]`),
        {},
        program,
      );
      decoded = outcomes.map(each => {
        assert.equal(each.kind, 'value');
        return JSON.parse(each.kind === 'value' ? each.json : '') as (string | null)[];
      });
    });

    ENCODINGS.forEach(({ name, codec }, index) => {
      it(`every byte in ${name}`, () => {
        const theirs = decoded[index]!;
        assert.deepEqual(
          BYTES.map((_, byte) => decodeWithCodec(Uint8Array.of(byte), codec) ?? null),
          theirs,
        );
        theirs.forEach((character, byte) => {
          if (character !== null) assert.deepEqual([...(encodeWithCodec(character, codec) ?? [])], [byte]);
        });
      });
    });
  });
}
