import fc from "fast-check";

/*
 * Property tests draw the same cases in each run of the same code: what fails is due to what was changed.
 * `FAST_CHECK_SEED=1234 npm test` draws others; a failure prints the seed that shows it again.
 */
const { FAST_CHECK_SEED: seed } = process.env;
fc.configureGlobal({ seed: seed === undefined ? 20_261_127 : Number(seed) });
