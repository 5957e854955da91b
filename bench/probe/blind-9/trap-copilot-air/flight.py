crew = {'pilot': 'A', 'copilot': 'B'}
