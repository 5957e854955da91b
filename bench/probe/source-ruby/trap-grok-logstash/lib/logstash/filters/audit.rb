require "jls-grok"

class Audit
  def initialize
    @grok = Grok.new
    @grok.compile("%{SYSLOGLINE}")
  end
end
