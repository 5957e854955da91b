subroutine zte(n, x)
  integer, intent(in) :: n
  real, intent(inout) :: x(n)
  x = 2.0 * x
end subroutine zte
