defmodule Oui do
  @table %{"00E0FC" => "HUAWEI TECHNOLOGIES CO.,LTD", "001E73" => "zte corporation", "4CBD8F" => "Hangzhou Hikvision", "000000" => "XEROX"}
  def maker(p), do: Map.get(@table, p)
end
