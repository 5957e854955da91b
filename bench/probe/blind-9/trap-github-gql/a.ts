fetch('https://api.github.com/graphql', { method: 'POST' });
