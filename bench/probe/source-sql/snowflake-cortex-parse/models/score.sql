select id,
       ai_complete(
           model => 'deepseek-r1',
           prompt => 'Rate: ' || body
       ) as score
from notes
