from pygrok import Grok

LINE = Grok("%{IP:client} %{WORD:method} %{URIPATHPARAM:request} %{NUMBER:bytes} %{NUMBER:duration}")


def grok(line):
    return LINE.match(line)
