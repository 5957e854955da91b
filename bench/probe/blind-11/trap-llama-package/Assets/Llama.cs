public class Llama : Animal { public override string Noise => "hum"; public int SpitRange = 3; }
