use LWP::UserAgent;
my $ua = LWP::UserAgent->new;
$ua->post('https://api.openai.com/v1/completions', Content => $b);
