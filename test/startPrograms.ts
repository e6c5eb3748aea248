// Tests run as in a trusted workspace, where the client may start programs; what happens in Restricted Mode says so itself.
import { startProgramsWhen } from '../client/processes/trust';

startProgramsWhen(() => true);
