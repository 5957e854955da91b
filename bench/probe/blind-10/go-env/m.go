package main

import "os"

var k = os.Getenv("DJI_APP_KEY")
