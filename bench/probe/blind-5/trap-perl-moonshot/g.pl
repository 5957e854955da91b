my %moonshot = (fuel => 10, kimi => 2);
print $moonshot{fuel};
