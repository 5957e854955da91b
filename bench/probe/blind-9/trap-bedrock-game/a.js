const bedrock = require('bedrock-protocol');
bedrock.createClient({ host: 'localhost' });
