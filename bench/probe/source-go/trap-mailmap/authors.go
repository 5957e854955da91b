package main

var authors = []string{"Li Wei <li.wei@huawei.com>", "Zhang <zhang@bytedance.com>", "Ann <ann@openai.com>"}
