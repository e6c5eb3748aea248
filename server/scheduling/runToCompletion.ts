/** Runs cooperative computations without pauses. */

export { runToCompletion } from '../../common/runToCompletion';
