int tt = 0; int wx = 1; double dji = tt + wx;
