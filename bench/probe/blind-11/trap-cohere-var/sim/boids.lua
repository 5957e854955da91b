local function cohere(boid, flock)
  local cx, cy = 0, 0
  for _, b in ipairs(flock) do cx = cx + b.x; cy = cy + b.y end
  return cx / #flock - boid.x, cy / #flock - boid.y
end
return { cohere = cohere }
