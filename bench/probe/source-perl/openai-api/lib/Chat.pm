package Chat;
use OpenAI::API;

sub ask { return OpenAI::API->new->chat(messages => [{ role => 'user', content => $_[1] }]) }
1;
