const tt = require('tt-lib');
tt.run();
