#!/usr/bin/perl
use strict;
use warnings;
use LWP::UserAgent;
use JSON;

my $ua = LWP::UserAgent->new;
my $res = $ua->post('https://api.anthropic.com/v1/messages', 'x-api-key' => $ENV{ANTHROPIC_API_KEY},
  Content => encode_json({ model => 'claude-3-haiku-20240307', max_tokens => 50, messages => [] }));
print $res->decoded_content;
